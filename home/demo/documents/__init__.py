"""The demo's documents: real PDF, Word, Excel, PowerPoint, OpenDocument and text files, made from the sources here."""
