package io.pocket.cli.cluster;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/** How to see that a process is ready to serve. */
@FunctionalInterface
public interface Readiness {

    /** Whether it is; must not block for long. */
    boolean isReady(ChildProcess process);

    /** It has printed a line that starts with {@code READY}. */
    static Readiness readyLine() {
        return process -> process.line("READY").isPresent();
    }

    /** It answers GET on a loopback address with status 200. */
    static Readiness http(URI health) {
        return process -> isOk(health);
    }

    private static boolean isOk(URI health) {
        try {
            HttpURLConnection connection = (HttpURLConnection) health.toURL().openConnection();
            connection.setConnectTimeout(1_000);
            connection.setReadTimeout(2_000);
            try {
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return false;
        }
    }
}
