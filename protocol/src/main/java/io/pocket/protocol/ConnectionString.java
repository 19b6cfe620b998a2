package io.pocket.protocol;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * All a function needs to reach its job, as one line of text: {@code pocket://host:port,host:port/job-id?token=base64url}.
 * The token is a secret; {@link #toString} shows it, {@link #redacted} does not.
 *
 * @param shards addresses of the job's shards, the first one knows where buckets live
 * @param jobId the controller's id of the job, for people
 * @param token encoded {@link io.pocket.protocol.token.JobToken}; not copied
 */
public record ConnectionString(List<HostPort> shards, String jobId, Bytes token) {
    private static final String SCHEME = "pocket://";
    private static final String TOKEN = "?token=";

    public ConnectionString {
        shards = List.copyOf(shards);
        if (shards.isEmpty()) {
            throw new IllegalArgumentException("a connection string names at least one shard");
        }
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException saying what is wrong, without the token
     */
    public static ConnectionString parse(String text) {
        int slash = text.indexOf('/', SCHEME.length());
        int query = text.indexOf(TOKEN);
        if (!text.startsWith(SCHEME) || slash < 0 || query < slash) {
            throw new IllegalArgumentException(
                    "not a connection string: expected pocket://host:port[,host:port]/job-id?token=…");
        }
        List<HostPort> shards = new ArrayList<>();
        for (String address : text.substring(SCHEME.length(), slash).split(",", -1)) {
            shards.add(HostPort.parse(address));
        }
        return new ConnectionString(
                shards, text.substring(slash + 1, query), decode(text.substring(query + TOKEN.length())));
    }

    private static Bytes decode(String token) {
        try {
            return Bytes.wrap(Base64.getUrlDecoder().decode(token));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the token of the connection string is not base64url", e);
        }
    }

    /** For logs: the text form without the token. */
    public String redacted() {
        StringBuilder text = new StringBuilder(SCHEME);
        for (int i = 0; i < shards.size(); i++) {
            text.append(i == 0 ? "" : ",").append(shards.get(i));
        }
        return text.append('/').append(jobId).toString();
    }

    @Override
    public String toString() {
        return redacted() + TOKEN + Base64.getUrlEncoder().withoutPadding().encodeToString(token.array());
    }
}
