package dev.periplus.flow;

/** What the classifiers keep of a flow; opaque here. */
public interface Inspection {}
