package dev.periplus.synthetic;

/** Makes one capture, the same every time. */
interface Scenario {
    Capture make();
}
