"""OFD (GB/T 33190, 版式文档): pages of characters and lines, as of a PDF."""
