package io.pocket.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;

/** The classes of all modules as they are shipped: no tests, no test-jars, no generated benchmarks. */
final class ProductionClasses {
    static final String ROOT = "io.pocket";

    private ProductionClasses() {}

    static JavaClasses load() {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .withImportOption(ProductionClasses::isNoTestJar)
                .importPackages(ROOT);
    }

    private static boolean isNoTestJar(Location location) {
        return !location.contains("-tests.jar");
    }
}
