package dev.coxswain.kubelet;

import dev.coxswain.kubelet.dns.ResolvConf.ClusterDns;
import dev.coxswain.kubelet.eviction.Threshold;
import dev.coxswain.kubelet.node.NodeSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Everything that the flags decide, checked.
///
/// @param network the name of the engine's network for pods
/// @param pressureLasts how long after a threshold was last crossed the node says so
/// @param podPidsLimit the most processes of a container; 0 for no limit
record KubeletOptions(
    NodeSettings node,
    Path root,
    String pauseImage,
    String network,
    boolean hairpin,
    ClusterDns dns,
    boolean serializePulls,
    long podPidsLimit,
    Duration syncFrequency,
    Duration nodeStatusFrequency,
    List<Threshold> evictionThresholds,
    Duration pressureLasts) {}
