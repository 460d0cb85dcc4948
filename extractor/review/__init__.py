"""A dataset → pages in the browser, and from them corrections by hand."""
