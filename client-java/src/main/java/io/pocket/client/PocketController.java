package io.pocket.client;

import io.pocket.protocol.trust.ControllerCa;
import io.pocket.protocol.trust.UntrustedControllerException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/**
 * Registers and deregisters jobs, and creates and deletes spaces, with a cluster's controller, over its REST interface. Safe for any thread. Functions of a job do not
 * need it: they are given a connection string.
 */
public final class PocketController {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    /** Registration may wait for nodes to start. */
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private static final int PROBLEM_TEXT_MAX = 500;

    private final URI address;
    private final URI jobs;
    private final URI spaces;
    private final HttpClient http;

    private PocketController(URI address, HttpClient.Builder http) {
        String text = address.toString();
        String base = text.endsWith("/") ? text : text + "/";
        this.address = address;
        this.jobs = URI.create(base + "api/v1/jobs");
        this.spaces = URI.create(base + "api/v1/spaces");
        this.http = http.connectTimeout(CONNECT_TIMEOUT).build();
    }

    /**
     * The controller at this address. Over https, its certificate has to be from an authority that this Java platform believes.
     *
     * @param address such as {@code http://localhost:8080}
     */
    public static PocketController at(URI address) {
        return new PocketController(address, HttpClient.newBuilder());
    }

    /**
     * The controller at this address, whose certificate is from one of these authorities, and no other. The file is read again
     * with each new connection; while it cannot be read, what was in it last is believed.
     *
     * @param address such as {@code https://controller:7070}
     * @param caFile PEM file with at least one certificate, at most 1 MiB
     * @throws IllegalArgumentException if the address is not of https
     * @throws LocalIoException if the file cannot be read or holds no certificate; the cause says which, and what to do
     */
    public static PocketController at(URI address, Path caFile) {
        try {
            // There is no log here to tell of the file: what matters is in the exception when a certificate is refused.
            return at(address, ControllerCa.load(caFile, notice -> {}).context());
        } catch (IOException e) {
            throw LocalIoException.of("controller at " + address, e);
        }
    }

    /**
     * The controller at this address, with a TLS of one's own. That the certificate is for the address's host is checked in any case.
     *
     * @param address such as {@code https://controller:7070}
     * @throws IllegalArgumentException if the address is not of https
     */
    public static PocketController at(URI address, SSLContext tls) {
        if (!"https".equals(address.getScheme())) {
            throw new IllegalArgumentException(
                    "controller '" + address + "' would be spoken to in the clear: give its https address, or no TLS");
        }
        return new PocketController(address, HttpClient.newBuilder().sslContext(tls));
    }

    /**
     * Registers a job, and waits until it has its place.
     *
     * @throws ControllerException with the controller's reason
     */
    public JobTicket register(JobRequest job) {
        HttpRequest request = request(jobs)
                .header("Content-Type", "application/json")
                .header("Accept", "text/plain, application/problem+json")
                .POST(HttpRequest.BodyPublishers.ofString(job.toJson()))
                .build();
        String body = send("register job " + job, request).strip();
        try {
            return JobTicket.of(body.lines().toList(), job.spaces());
        } catch (IllegalArgumentException e) {
            throw new ControllerException(
                    200, "register job " + job + ": the answer is no connection string; is this the controller?", e);
        }
    }

    /**
     * Creates a space, and waits until it has its place.
     *
     * @throws ControllerException with the controller's reason; status 409 when there is one of this name
     */
    public void createSpace(SpaceRequest space) {
        HttpRequest request = request(spaces)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, application/problem+json")
                .POST(HttpRequest.BodyPublishers.ofString(space.toJson()))
                .build();
        send("create space " + space, request);
    }

    /**
     * Ends a space: all its objects go, and the tokens that jobs hold for it are worth nothing any more.
     *
     * @throws ControllerException with the controller's reason; status 404 when there is no such space
     */
    public void deleteSpace(String name) {
        delete("delete space " + name, spaces, name);
    }

    /**
     * Ends a job: all its objects go; spaces that it opened stay.
     *
     * @throws ControllerException with the controller's reason; status 404 when there is no such job
     */
    public void deregister(String id) {
        delete("deregister job " + id, jobs, id);
    }

    private void delete(String what, URI all, String one) {
        URI address = URI.create(
                all + "/" + URLEncoder.encode(one, StandardCharsets.UTF_8).replace("+", "%20"));
        send(
                what,
                request(address)
                        .header("Accept", "application/problem+json, */*")
                        .DELETE()
                        .build());
    }

    private static HttpRequest.Builder request(URI uri) {
        return HttpRequest.newBuilder(uri).timeout(DEADLINE);
    }

    private String send(String what, HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw refused(what, response);
            }
            return response.body();
        } catch (IOException e) {
            IOException explained = UntrustedControllerException.explain(address, e);
            if (explained instanceof UntrustedControllerException) {
                throw new ControllerException(0, what + ": " + explained.getMessage(), explained);
            }
            String reason = explained.getMessage() == null ? e.getClass().getSimpleName() : explained.getMessage();
            throw new ControllerException(0, what + ": no answer from " + request.uri() + ": " + reason, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ControllerException(0, what + ": the thread was interrupted", e);
        }
    }

    /** Problem details (RFC 9457): the detail, else the title, else what there is; and the remedy. */
    private static ControllerException refused(String what, HttpResponse<String> response) {
        String detail = Json.findText(response.body(), "detail");
        String title = Json.findText(response.body(), "title");
        String remedy = Json.findText(response.body(), "remedy");
        String problem = detail != null ? detail : title != null ? title : response.body();
        String text = remedy == null ? problem : problem + ". " + remedy;
        String shortened = text.length() > PROBLEM_TEXT_MAX ? text.substring(0, PROBLEM_TEXT_MAX) + "…" : text;
        return new ControllerException(
                response.statusCode(), what + ": HTTP " + response.statusCode() + ": " + shortened, null);
    }
}
