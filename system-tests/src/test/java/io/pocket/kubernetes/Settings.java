package io.pocket.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

/** Settings of the controller, read and bound as Spring does. */
record Settings(List<PropertySource<?>> sources) {

    static Settings ofYaml(byte[] yaml) {
        try {
            return new Settings(new YamlPropertySourceLoader().load("yaml", new ByteArrayResource(yaml)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Settings ofEnvironment(Map<String, String> environment) {
        return new Settings(
                List.of(new SystemEnvironmentPropertySource("systemEnvironment", new LinkedHashMap<>(environment))));
    }

    /** Names of all that is set. */
    List<String> names() {
        return sources.stream()
                .flatMap(source -> List.of(((EnumerablePropertySource<?>) source).getPropertyNames()).stream())
                .toList();
    }

    /** Fails on a value that does not fit. */
    <T> T bind(String prefix, Bindable<T> type) {
        MutablePropertySources all = new MutablePropertySources();
        sources.forEach(all::addLast);
        return new Binder(ConfigurationPropertySources.from(all)).bindOrCreate(prefix, type);
    }
}
