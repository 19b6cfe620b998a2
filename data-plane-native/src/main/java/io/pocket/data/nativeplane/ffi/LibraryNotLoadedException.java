package io.pocket.data.nativeplane.ffi;

/** A shared library cannot be loaded, or lacks a function; the message names it. */
public final class LibraryNotLoadedException extends Exception {
    private static final long serialVersionUID = 1L;

    public LibraryNotLoadedException(String message) {
        super(message);
    }
}
