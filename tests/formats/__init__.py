"""What files of each kind hold: archives, web pages, Word, Excel, OFD, text."""
