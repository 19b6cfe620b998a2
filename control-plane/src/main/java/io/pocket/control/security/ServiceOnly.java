package io.pocket.control.security;

import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a request that only services of this cluster may make; {@link ServiceAuthentication} sees to it. */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@SecurityRequirement(name = ServiceOnly.SCHEME)
public @interface ServiceOnly {

    /** Name of the scheme in the OpenAPI page. */
    String SCHEME = "service";
}
