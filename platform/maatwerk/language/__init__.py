"""In which words: the reader's language, the catalogues of core and plug-ins, and how days and numbers are written."""
