/**
 * What the code may not do, checked over the classes of all modules. Each rule is a function of a root package, so that
 * {@code RulesRejectTest} can point it at classes below {@code fixture} that break it.
 */
package io.pocket.architecture;
