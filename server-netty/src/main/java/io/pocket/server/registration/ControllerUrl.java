package io.pocket.server.registration;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where the controller is, and whether a service token may be sent there. */
public final class ControllerUrl {
    /** Only literal addresses: {@code 127.example.com} may be anywhere. */
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

    private ControllerUrl() {}

    /**
     * Refuses what is no base URL, and one that the token would travel to unencrypted.
     *
     * @param allowPlaintext whether the token may leave this machine over plain http
     * @throws IllegalArgumentException which names the URL and the remedy
     */
    public static void check(URI controller, boolean allowPlaintext) {
        require(isBase(controller), "controller '" + controller + "' is no http or https URL without query");
        require(
                "https".equals(controller.getScheme())
                        || allowPlaintext
                        || LOOPBACK.matcher(controller.getHost()).matches(),
                "controller '" + controller + "' would get the service token unencrypted: use https, or allow it with"
                        + " --allow-plaintext on a network you trust");
    }

    /**
     * Refuses a CA file where nothing would be encrypted: whoever gives one wants TLS.
     *
     * @param caFile of {@code --controller-ca}
     * @throws IllegalArgumentException which names both and the remedy
     */
    public static void checkCa(URI controller, Optional<Path> caFile) {
        require(
                caFile.isEmpty() || "https".equals(controller.getScheme()),
                "--controller-ca=" + caFile.map(Path::toString).orElse("") + " is of no use with controller '"
                        + controller + "': use https, or leave the CA file out");
    }

    private static boolean isBase(URI url) {
        boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        return http && url.getHost() != null && url.getRawQuery() == null && url.getRawFragment() == null;
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    /** The path below the base URL, which may have a path of its own. */
    static URI below(URI controller, String path) {
        String base = controller.toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
    }
}
