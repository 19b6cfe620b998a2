package io.pocket.server;

/**
 * Every bound of a {@link FrameServer}, per loop. Checked when made, so that a contradiction stops the start, not a request.
 *
 * @param maxConnections further ones are answered BUSY and closed
 * @param maxOutstandingRequests per connection; further ones are answered BUSY
 */
public record ServerLimits(
        int maxConnections,
        int maxOutstandingRequests,
        InputLimits input,
        OutputLimits output,
        ConnectionDeadlines deadlines) {
    public ServerLimits {
        Check.within("maxConnections", maxConnections, 1, 1_000_000);
        Check.within("maxOutstandingRequests", maxOutstandingRequests, 1, 1_000_000);
    }

    public static ServerLimits defaults() {
        return new ServerLimits(
                10_000, 4_096, InputLimits.defaults(), OutputLimits.defaults(), ConnectionDeadlines.defaults());
    }

    public ServerLimits withMaxConnections(int value) {
        return new ServerLimits(value, maxOutstandingRequests, input, output, deadlines);
    }

    public ServerLimits withMaxOutstandingRequests(int value) {
        return new ServerLimits(maxConnections, value, input, output, deadlines);
    }

    public ServerLimits withInput(InputLimits value) {
        return new ServerLimits(maxConnections, maxOutstandingRequests, value, output, deadlines);
    }

    public ServerLimits withOutput(OutputLimits value) {
        return new ServerLimits(maxConnections, maxOutstandingRequests, input, value, deadlines);
    }

    public ServerLimits withDeadlines(ConnectionDeadlines value) {
        return new ServerLimits(maxConnections, maxOutstandingRequests, input, output, value);
    }
}
