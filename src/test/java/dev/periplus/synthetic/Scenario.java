package dev.periplus.synthetic;

/** Generates one capture, the same every time. */
interface Scenario {
    Capture make();
}
