package io.pocket.protocol.trust;

import java.io.IOException;
import java.net.URI;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;

/**
 * Whoever answered at the controller's address has no certificate that is believed, so nothing was sent there. Another attempt
 * is of use once the controller's certificate, or the CA file, was replaced. The message says which name, issuer or date is wrong.
 */
public final class UntrustedControllerException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Chains of causes are shorter; a cycle would have no end. */
    private static final int CAUSES_MAX = 10;

    private UntrustedControllerException(String message, IOException cause) {
        super(message, cause);
    }

    /**
     * Says what a failed attempt failed of, if it was TLS.
     *
     * @param failure of an attempt to speak to the controller
     * @return an {@link UntrustedControllerException} if a certificate was refused, another exception with a remedy if TLS failed
     *     otherwise, or the failure itself
     */
    public static IOException explain(URI controller, IOException failure) {
        CertificateException refusal = find(CertificateException.class, failure);
        if (refusal != null) {
            return new UntrustedControllerException(
                    "the controller at " + controller + " is not trusted: " + refusal.getMessage()
                            + "; compare its certificate's issuer with the CA file given, its names with the host in the"
                            + " URL, and its dates with the clock",
                    failure);
        }
        return find(SSLException.class, failure) == null
                ? failure
                : new IOException(
                        "TLS with the controller at " + controller + " failed: " + failure.getMessage()
                                + "; see whether it serves https at this address",
                        failure);
    }

    private static <T extends Throwable> T find(Class<T> type, Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < CAUSES_MAX; depth++) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
            cause = cause.getCause();
        }
        return null;
    }
}
