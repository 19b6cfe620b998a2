package io.pocket.data;

import java.io.IOException;

/** The medium has no room for bytes that the store had room for: its file system is full. Other transfers are not concerned. */
public final class MediumFullException extends IOException {

    private static final long serialVersionUID = 1;

    public MediumFullException(String message) {
        super(message);
    }
}
