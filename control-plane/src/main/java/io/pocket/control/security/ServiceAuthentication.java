package io.pocket.control.security;

import io.pocket.control.web.ApiException;
import io.pocket.control.web.ProblemCode;
import io.pocket.protocol.Role;
import io.pocket.protocol.token.ServiceToken;
import io.pocket.protocol.token.TokenException;
import io.pocket.protocol.token.TokenVerifier;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.InstantSource;
import org.springframework.http.HttpHeaders;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Turns away, before their body is read, requests to {@link ServiceOnly} methods that no service sent. */
public final class ServiceAuthentication implements HandlerInterceptor {

    private static final String BEARER = "Bearer ";
    private static final String REMEDY =
            "Send 'Authorization: Bearer <token>' with a service token made with this cluster's key";

    private final TokenVerifier verifier;
    private final InstantSource clock;

    public ServiceAuthentication(JobKeys jobKeys, ClusterSecret secret, InstantSource clock) {
        this.verifier = TokenVerifier.of(jobKeys.publicKey(), secret.key());
        this.clock = clock;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method && method.hasMethodAnnotation(ServiceOnly.class)) {
            requireService(request.getHeader(HttpHeaders.AUTHORIZATION));
        }
        return true;
    }

    private void requireService(String authorization) {
        if (authorization == null || !authorization.startsWith(BEARER)) {
            throw new ApiException(ProblemCode.UNAUTHENTICATED, "No service token was sent", REMEDY);
        }
        if (role(authorization.substring(BEARER.length())) == Role.CLIENT) {
            throw new ApiException(ProblemCode.FORBIDDEN, "A job token does not open this", REMEDY);
        }
    }

    private Role role(String bearer) {
        try {
            return verifier.verify(
                            ServiceToken.fromBearer(bearer), clock.instant().getEpochSecond())
                    .role();
        } catch (TokenException e) {
            throw new ApiException(ProblemCode.UNAUTHENTICATED, e.getMessage(), REMEDY);
        }
    }
}
