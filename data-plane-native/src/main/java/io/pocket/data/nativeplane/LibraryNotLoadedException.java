package io.pocket.data.nativeplane;

/** A shared library cannot be loaded; the message is the dynamic loader's and names the file. */
final class LibraryNotLoadedException extends Exception {
    private static final long serialVersionUID = 1L;

    LibraryNotLoadedException(String message) {
        super(message);
    }
}
