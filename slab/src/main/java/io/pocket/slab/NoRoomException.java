package io.pocket.slab;

import java.io.IOException;

/** A file system has not the room for a region. The message names the path, what is missing, and the remedy. */
public final class NoRoomException extends IOException {

    NoRoomException(String message) {
        super(message);
    }
}
