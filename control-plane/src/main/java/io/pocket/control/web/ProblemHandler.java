package io.pocket.control.web;

import io.pocket.control.fault.RemediableException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Answers every refused request with a problem that has a {@link ProblemCode}. */
@RestControllerAdvice
final class ProblemHandler extends ResponseEntityExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemHandler.class);
    private static final String SEE_OPENAPI = "See /v3/api-docs for what this service offers";

    @ExceptionHandler
    ResponseEntity<Object> handle(ApiException refusal) {
        return answer(refusal.code(), refusal.getMessage(), refusal.properties(), HttpHeaders.EMPTY);
    }

    @ExceptionHandler
    ResponseEntity<Object> handle(RemediableException failure) {
        LOG.error("{} {}", failure.getMessage(), failure.remedy(), failure);
        return answer(
                ProblemCode.STATE_NOT_KEPT,
                failure.getMessage(),
                Map.of("remedy", failure.remedy()),
                HttpHeaders.EMPTY);
    }

    @ExceptionHandler
    ResponseEntity<Object> handle(RuntimeException fault, WebRequest request) {
        LOG.error("{} failed", request.getDescription(false), fault);
        return answer(
                ProblemCode.INTERNAL_ERROR,
                "The request failed for a reason that is not its own",
                Map.of("remedy", "Report this, with the controller's log of this moment"),
                HttpHeaders.EMPTY);
    }

    @Override
    protected ResponseEntity<Object> handleMethodArgumentNotValid(
            MethodArgumentNotValidException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        List<Violation> violations = e.getBindingResult().getFieldErrors().stream()
                .map(error -> new Violation(error.getField(), error.getDefaultMessage()))
                .sorted(Comparator.comparing(Violation::field).thenComparing(Violation::message))
                .toList();
        Violation first = violations.getFirst();
        return answer(
                ProblemCode.INVALID_FIELD,
                first.field() + " " + first.message(),
                Map.of("field", first.field(), "violations", violations, "remedy", "Correct the field and send again"),
                headers);
    }

    @Override
    protected ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        UnreadableBody body = UnreadableBody.of(e);
        return answer(body.code(), body.detail(), body.properties(), headers);
    }

    @Override
    protected ResponseEntity<Object> handleExceptionInternal(
            Exception e, Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String detail = body instanceof ProblemDetail problem ? problem.getDetail() : null;
        return answer(codeOf(status), detail, Map.of("remedy", SEE_OPENAPI), headers);
    }

    private static ProblemCode codeOf(HttpStatusCode status) {
        return switch (status.value()) {
            case 404 -> ProblemCode.NOT_FOUND;
            case 405 -> ProblemCode.METHOD_NOT_ALLOWED;
            case 406 -> ProblemCode.NOT_ACCEPTABLE;
            case 413 -> ProblemCode.BODY_TOO_LARGE;
            case 415 -> ProblemCode.UNSUPPORTED_MEDIA_TYPE;
            default -> status.is4xxClientError() ? ProblemCode.INVALID_REQUEST : ProblemCode.INTERNAL_ERROR;
        };
    }

    /** Always as a problem in JSON, whatever the request accepts: it is better than no explanation. */
    private static ResponseEntity<Object> answer(
            ProblemCode code, String detail, Map<String, Object> properties, HttpHeaders headers) {
        ProblemDetail problem = ProblemDetail.forStatus(code.status());
        problem.setType(code.type());
        problem.setTitle(code.title());
        problem.setDetail(detail);
        problem.setProperty("code", code.code());
        properties.forEach(problem::setProperty);
        return ResponseEntity.status(code.status())
                .headers(headers)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }
}
