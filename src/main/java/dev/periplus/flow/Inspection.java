package dev.periplus.flow;

/** State that the classifiers keep for a flow; opaque here. */
public interface Inspection {
    /** Bytes of payload that it holds while the flow is inspected, besides those of the dialogue. */
    default int heldBytes() {
        return 0;
    }
}
