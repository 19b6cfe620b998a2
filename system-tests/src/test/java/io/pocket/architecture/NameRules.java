package io.pocket.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;

/** What classes may not be called. */
final class NameRules {
    private NameRules() {}

    static ArchRule sayWhatAClassDoes(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .haveNameMatching(".*(Util|Utils|Utilities|Helper|Helpers)(\\$.*)?")
                .as("names say what a class does")
                .because("Util and Helper tell nothing and gather everything: name the class after the one idea in it,"
                        + " or put the method on the type that it works on")
                .allowEmptyShould(true);
    }
}
