package io.pocket.server.health;

/**
 * Bounds of the JDK's HTTP server, which takes them from system properties only and sets none by itself: without them a
 * scraper that stops half-way holds one of its few threads for ever. What the command line sets stays.
 */
public final class HttpServerLimits {
    private static final String REQUEST_SECONDS_MAX = "sun.net.httpserver.maxReqTime";
    private static final String RESPONSE_SECONDS_MAX = "sun.net.httpserver.maxRspTime";
    private static final String CONNECTIONS_MAX = "jdk.httpserver.maxConnections";

    private HttpServerLimits() {}

    /** Before the first server of the process is made. */
    public static void apply() {
        setIfAbsent(REQUEST_SECONDS_MAX, "5");
        setIfAbsent(RESPONSE_SECONDS_MAX, "10");
        setIfAbsent(CONNECTIONS_MAX, "32");
    }

    private static void setIfAbsent(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
