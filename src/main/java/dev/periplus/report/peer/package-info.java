/** The formats of other programs: Zeek, Suricata's EVE, ECS, Timesketch, OCSF, Prometheus, OpenTelemetry. */
@NullMarked
package dev.periplus.report.peer;

import org.jspecify.annotations.NullMarked;
