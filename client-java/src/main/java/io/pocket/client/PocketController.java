package io.pocket.client;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Registers and deregisters jobs, and creates and deletes spaces, with a cluster's controller, over its REST interface. Safe for any thread. Functions of a job do not
 * need it: they are given a connection string.
 */
public final class PocketController {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    /** Registration may wait for nodes to start. */
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private static final int PROBLEM_TEXT_MAX = 500;

    private final URI jobs;
    private final URI spaces;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();

    private PocketController(URI jobs, URI spaces) {
        this.jobs = jobs;
        this.spaces = spaces;
    }

    /**
     * The controller at this address.
     *
     * @param address such as {@code http://localhost:8080}
     */
    public static PocketController at(URI address) {
        String text = address.toString();
        String base = text.endsWith("/") ? text : text + "/";
        return new PocketController(URI.create(base + "api/v1/jobs"), URI.create(base + "api/v1/spaces"));
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
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
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
