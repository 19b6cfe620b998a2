package io.pocket.control.web;

/**
 * One field at fault.
 *
 * @param field its path in the body, such as {@code hints.functions} or {@code hints.tiers[1]}
 */
record Violation(String field, String message) {}
