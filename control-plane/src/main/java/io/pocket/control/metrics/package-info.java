/**
 * The controller's own meters, all declared in {@link io.pocket.control.metrics.ControllerMeter}, and the page where
 * Prometheus scrapes them. Meters are safe for any thread.
 */
package io.pocket.control.metrics;
