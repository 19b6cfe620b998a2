/**
 * What clients did and saw, and whether one serial order explains it. Used by the simulator on a fake clock and by whole-system tests
 * on a real one.
 */
package io.pocket.simulator.history;
