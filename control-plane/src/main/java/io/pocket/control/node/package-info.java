/**
 * Data nodes: their registration, their utilisation reports, and the tiers that they make up. Called on HTTP threads.
 */
package io.pocket.control.node;
