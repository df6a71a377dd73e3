"""Pages on which somebody lets an application in: by a redirect, or by a device's code."""
