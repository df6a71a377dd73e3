"""OAuth 2: signing in through the browser, one small file for each rule."""
