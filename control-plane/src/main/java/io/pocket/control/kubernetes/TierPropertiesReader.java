package io.pocket.control.kubernetes;

import io.pocket.control.scale.TierProperties;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.io.ByteArrayResource;

/** Reads the tiers' bounds out of a text of settings, as Spring does at the start. */
final class TierPropertiesReader {

    private final Validator validator;

    TierPropertiesReader(Validator validator) {
        this.validator = validator;
    }

    /** @throws IllegalArgumentException with what is wrong and where; the text is no YAML, or a value is not valid */
    TierProperties read(String yaml) {
        TierProperties read = bind(yaml);
        Set<ConstraintViolation<TierProperties>> violations = validator.validate(read);
        if (!violations.isEmpty()) {
            throw new IllegalArgumentException(violations.stream()
                    .map(violation ->
                            TierProperties.PREFIX + "." + violation.getPropertyPath() + " " + violation.getMessage())
                    .sorted()
                    .collect(Collectors.joining("; ")));
        }
        return read;
    }

    private static TierProperties bind(String yaml) {
        try {
            MutablePropertySources sources = new MutablePropertySources();
            new YamlPropertySourceLoader()
                    .load("config map", new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))
                    .forEach(sources::addLast);
            return new Binder(ConfigurationPropertySources.from(sources))
                    .bindOrCreate(TierProperties.PREFIX, Bindable.of(TierProperties.class));
        } catch (BindException e) {
            throw new IllegalArgumentException(
                    e.getMessage() + ": " + e.getCause().getMessage(), e);
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException("it is no YAML: " + e.getMessage(), e);
        }
    }
}
