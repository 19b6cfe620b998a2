/**
 * Data nodes: their registration, their utilisation reports, their leaving, and the tiers that they make up. Called on HTTP threads, and by who
 * scales the tiers.
 */
package io.pocket.control.node;
