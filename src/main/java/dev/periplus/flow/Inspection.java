package dev.periplus.flow;

/** State that the classifiers keep for a flow; opaque here. */
public interface Inspection {}
