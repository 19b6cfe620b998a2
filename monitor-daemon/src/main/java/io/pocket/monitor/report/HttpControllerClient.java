package io.pocket.monitor.report;

import io.pocket.monitor.report.Delivery.Outcome;
import io.pocket.protocol.token.ClusterKey;
import io.pocket.protocol.trust.ControllerCa;
import io.pocket.protocol.trust.UntrustedControllerException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Posts reports to the controller's REST interface over one kept connection. One thread delivers. */
public final class HttpControllerClient implements ControllerClient, AutoCloseable {
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;

    private final URI controller;
    private final Duration timeout;
    private final BearerToken token;
    private final ReportJson json = new ReportJson();
    private final HttpClient http;

    /**
     * Connects with the first delivery.
     *
     * @param controller base URL, with or without a path
     * @param ca whom to believe over https, if not the authorities that this Java platform believes
     * @param timeout of one attempt, from connecting to the end of the answer
     */
    public HttpControllerClient(
            URI controller, Optional<ControllerCa> ca, Duration timeout, ClusterKey key, InstantSource clock) {
        this.controller = controller;
        this.timeout = timeout;
        this.token = new BearerToken(key, clock);
        // No redirects: the token is for this controller only.
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout);
        ca.ifPresent(authorities -> builder.sslContext(authorities.context()));
        this.http = builder.build();
    }

    @Override
    public Delivery deliver(Report report) throws InterruptedException {
        CompletableFuture<HttpResponse<Void>> answer = http.sendAsync(request(report), BodyHandlers.discarding());
        try {
            return judge(answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS).statusCode());
        } catch (ExecutionException e) {
            return failed(e.getCause());
        } catch (TimeoutException e) {
            return new Delivery(Outcome.UNREACHABLE, controller + ": no answer within " + timeout.toMillis() + " ms");
        } finally {
            answer.cancel(true);
        }
    }

    private Delivery failed(Throwable cause) {
        Throwable explained = cause instanceof IOException failure
                ? UntrustedControllerException.explain(controller, failure)
                : cause;
        boolean untrusted = explained instanceof UntrustedControllerException;
        return new Delivery(untrusted ? Outcome.UNTRUSTED : Outcome.UNREACHABLE, controller + ": " + explained);
    }

    private HttpRequest request(Report report) {
        return HttpRequest.newBuilder(reportsOf(report.nodeId()))
                .header("Authorization", "Bearer " + token.of(report.nodeId()))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(json.write(report)))
                .build();
    }

    private URI reportsOf(int nodeId) {
        String base = controller.toString();
        String slash = base.endsWith("/") ? "" : "/";
        return URI.create(base + slash + "api/v1/nodes/" + Integer.toUnsignedString(nodeId) + "/reports");
    }

    private static Delivery judge(int status) {
        if (status >= 200 && status < 300) {
            return Delivery.accepted();
        }
        return new Delivery(isPassing(status) ? Outcome.UNREACHABLE : Outcome.REFUSED, explain(status));
    }

    private static boolean isPassing(int status) {
        return status >= 500 || status == REQUEST_TIMEOUT || status == TOO_MANY_REQUESTS;
    }

    private static String explain(int status) {
        return switch (status) {
            case 401, 403 -> status + ": the controller has another cluster key, or the clocks differ";
            case 404 -> "404: the controller does not know this node, or is no Pocket controller";
            default -> "status " + status;
        };
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
