package io.pocket.protocol.token;

/** A token that proves nothing: malformed, forged or expired. The message says which, never the token. */
public final class TokenException extends Exception {
    private static final long serialVersionUID = 1L;

    public TokenException(String message) {
        super(message);
    }
}
