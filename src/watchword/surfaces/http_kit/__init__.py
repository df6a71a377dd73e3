"""What all surfaces over HTTP share: routes, lanes, bodies, addresses, the outermost layer."""
