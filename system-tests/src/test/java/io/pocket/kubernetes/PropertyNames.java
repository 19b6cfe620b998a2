package io.pocket.kubernetes;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Properties that the controller reads: its own records', and those that Spring's jars describe. */
final class PropertyNames {

    private static final String OWN = "io.pocket.control";
    private static final String METADATA = "META-INF/spring-configuration-metadata.json";

    /** Any key of a map. */
    private static final String KEY = "*";

    private static final List<String> PATTERNS = Stream.concat(
                    ownClasses().flatMap(PropertyNames::ofRecord), ofSpring())
            .toList();

    private PropertyNames() {}

    static boolean contain(String property) {
        return PATTERNS.stream().anyMatch(pattern -> Pattern.matches(regex(pattern), property));
    }

    /** Whether some property is set by this variable: dots are underscores then, and dashes nothing. */
    static boolean containVariable(String variable) {
        return PATTERNS.stream()
                .map(pattern -> pattern.replace('.', '_').replace("-", "").toUpperCase(Locale.ROOT))
                .anyMatch(pattern -> Pattern.matches(regex(pattern), variable));
    }

    private static String regex(String pattern) {
        return pattern.replace(".", "\\.").replace(KEY, "[^.]+").replaceAll("\\[\\^\\.]\\+$", ".+");
    }

    /** Records with the annotation; all of the controller's own settings are. */
    static Stream<Class<?>> ownClasses() {
        ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        return scanner.findCandidateComponents(OWN).stream().map(found -> load(found.getBeanClassName()));
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    static String prefix(Class<?> properties) {
        return properties.getAnnotation(ConfigurationProperties.class).value();
    }

    private static Stream<String> ofRecord(Class<?> properties) {
        return ofComponents(prefix(properties), properties);
    }

    private static Stream<String> ofComponents(String prefix, Class<?> type) {
        return Stream.of(type.getRecordComponents()).flatMap(component -> ofComponent(prefix, component));
    }

    private static Stream<String> ofComponent(String prefix, RecordComponent component) {
        String name = prefix + "." + dashed(component.getName());
        if (Map.class.isAssignableFrom(component.getType())) {
            Type[] arguments = ((ParameterizedType) component.getGenericType()).getActualTypeArguments();
            return ofComponents(name + "." + KEY, (Class<?>) arguments[1]);
        }
        return component.getType().isRecord() ? ofComponents(name, component.getType()) : Stream.of(name);
    }

    private static String dashed(String camelCase) {
        return camelCase.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static Stream<String> ofSpring() {
        try {
            return Collections.list(PropertyNames.class.getClassLoader().getResources(METADATA)).stream()
                    .flatMap(PropertyNames::described);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> described(URL metadata) {
        try (InputStream in = metadata.openStream()) {
            return JsonMapper.shared()
                    .readTree(in)
                    .get("properties")
                    .valueStream()
                    .map(PropertyNames::pattern);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String pattern(JsonNode property) {
        String type = property.path("type").asString("");
        String name = property.get("name").asString();
        return type.startsWith("java.util.Map") ? name + "." + KEY : name;
    }
}
