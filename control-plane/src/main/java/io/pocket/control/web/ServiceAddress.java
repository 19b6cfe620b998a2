package io.pocket.control.web;

import io.pocket.protocol.HostPort;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An address short enough that a full weight map, with its largest number of members, still fits one frame's body. Absent
 * is allowed.
 */
@Documented
@Constraint(validatedBy = ServiceAddress.Validator.class)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
@Retention(RetentionPolicy.RUNTIME)
public @interface ServiceAddress {

    /** Characters of the text form. */
    int MAX_LENGTH = 100;

    String message() default "must be an address of at most " + MAX_LENGTH + " characters";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Looks at the text form's length; its syntax was looked at when it was read. */
    final class Validator implements ConstraintValidator<ServiceAddress, HostPort> {

        @Override
        public boolean isValid(HostPort address, ConstraintValidatorContext context) {
            return address == null || address.toString().length() <= MAX_LENGTH;
        }
    }
}
