package io.pocket.kubernetes;

import java.lang.reflect.Field;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Environment variables that a process falls back to: those that the default values of its options name. */
final class OptionNames {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{env:([A-Z0-9_]+)");

    private OptionNames() {}

    static Set<String> of(String... classes) {
        return Stream.of(classes)
                .map(OptionNames::load)
                .flatMap(OptionNames::of)
                .collect(Collectors.toSet());
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, OptionNames.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError("the options are not where they were: " + name, e);
        }
    }

    private static Stream<String> of(Class<?> options) {
        return Stream.of(options.getDeclaredFields()).flatMap(OptionNames::of);
    }

    private static Stream<String> of(Field field) {
        if (field.isAnnotationPresent(Mixin.class)) {
            return of(field.getType());
        }
        Option option = field.getAnnotation(Option.class);
        return option == null
                ? Stream.of()
                : VARIABLE.matcher(option.defaultValue())
                        .results()
                        .map(MatchResult::group)
                        .map(OptionNames::name);
    }

    private static String name(String reference) {
        return reference.substring(reference.indexOf(':') + 1);
    }
}
