package io.pocket.control.web;

import java.net.URI;
import java.util.Locale;
import org.springframework.http.HttpStatus;

/** Every way in which a request can be refused. The codes are stable: programs may depend on them. */
public enum ProblemCode {
    INVALID_FIELD(HttpStatus.BAD_REQUEST, "A field has a value that it cannot have"),
    UNKNOWN_FIELD(HttpStatus.BAD_REQUEST, "A field is not known"),
    MALFORMED_BODY(HttpStatus.BAD_REQUEST, "The body is not the JSON that is expected"),
    INVALID_REQUEST(HttpStatus.BAD_REQUEST, "The request cannot be understood"),
    BODY_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "The body is too large"),
    UNAUTHENTICATED(HttpStatus.UNAUTHORIZED, "The sender is not known"),
    FORBIDDEN(HttpStatus.FORBIDDEN, "The sender may not do this"),
    NOT_FOUND(HttpStatus.NOT_FOUND, "There is nothing here"),
    JOB_NOT_FOUND(HttpStatus.NOT_FOUND, "There is no such job"),
    SPACE_NOT_FOUND(HttpStatus.NOT_FOUND, "There is no such space"),
    SPACE_EXISTS(HttpStatus.CONFLICT, "Another space has this name"),
    NODE_NOT_FOUND(HttpStatus.NOT_FOUND, "There is no such node"),
    NODE_CONFLICT(HttpStatus.CONFLICT, "This life of the node was declared lost"),
    NODE_NOT_DRAINING(HttpStatus.CONFLICT, "The node takes new data"),
    NODE_NOT_EMPTY(HttpStatus.CONFLICT, "The node holds data, or may"),
    TIER_NOT_SCALABLE(HttpStatus.NOT_FOUND, "Nobody can start or end nodes of this tier"),
    SHARD_CONFLICT(HttpStatus.CONFLICT, "Another process is this shard"),
    METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "The method is not offered here"),
    NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "No answer in the accepted form"),
    UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The body has another form than is expected"),
    INSUFFICIENT_CAPACITY(HttpStatus.INSUFFICIENT_STORAGE, "The cluster has no room for this job"),
    LIMIT_REACHED(HttpStatus.INSUFFICIENT_STORAGE, "The controller keeps no more of these"),
    SHARD_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "A metadata shard did not answer in time"),
    SCALER_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "Who starts and ends nodes did not answer in time"),
    NOT_LEADER(HttpStatus.SERVICE_UNAVAILABLE, "Another controller leads"),
    STATE_NOT_KEPT(HttpStatus.SERVICE_UNAVAILABLE, "The controller cannot keep its state"),
    INTERNAL_ERROR(HttpStatus.INTERNAL_SERVER_ERROR, "The controller has a fault");

    private final HttpStatus status;
    private final String title;

    ProblemCode(HttpStatus status, String title) {
        this.status = status;
        this.title = title;
    }

    public HttpStatus status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** As in the answer's {@code code}: {@code job-not-found}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** As in the answer's {@code type}. */
    public URI type() {
        return URI.create("urn:pocket:problem:" + code());
    }
}
