package dev.coxswain.apiserver.registry.validation;

import java.util.Map;

/// Names of fields as upstream's program spells them.
final class GoNames {
  /// Those that begin with more than one capital.
  private static final Map<String, String> SPECIAL =
      Map.ofEntries(
          Map.entry("apiGroup", "APIGroup"),
          Map.entry("apiVersion", "APIVersion"),
          Map.entry("awsElasticBlockStore", "AWSElasticBlockStore"),
          Map.entry("cephfs", "CephFS"),
          Map.entry("csi", "CSI"),
          Map.entry("diskURI", "DataDiskURI"),
          Map.entry("dnsConfig", "DNSConfig"),
          Map.entry("dnsPolicy", "DNSPolicy"),
          Map.entry("fc", "FC"),
          Map.entry("fsGroup", "FSGroup"),
          Map.entry("fsGroupChangePolicy", "FSGroupChangePolicy"),
          Map.entry("fsType", "FSType"),
          Map.entry("gcePersistentDisk", "GCEPersistentDisk"),
          Map.entry("gmsaCredentialSpec", "GMSACredentialSpec"),
          Map.entry("gmsaCredentialSpecName", "GMSACredentialSpecName"),
          Map.entry("grpc", "GRPC"),
          Map.entry("httpGet", "HTTPGet"),
          Map.entry("httpHeaders", "HTTPHeaders"),
          Map.entry("ip", "IP"),
          Map.entry("iqn", "IQN"),
          Map.entry("iscsi", "ISCSI"),
          Map.entry("nfs", "NFS"),
          Map.entry("os", "OS"),
          Map.entry("pdName", "PDName"),
          Map.entry("rbd", "RBD"),
          Map.entry("seLinuxChangePolicy", "SELinuxChangePolicy"),
          Map.entry("seLinuxMount", "SELinuxMount"),
          Map.entry("seLinuxOptions", "SELinuxOptions"),
          Map.entry("storageos", "StorageOS"),
          Map.entry("tcpSocket", "TCPSocket"),
          Map.entry("tty", "TTY"),
          Map.entry("uid", "UID"),
          Map.entry("wwids", "WWIDs"));

  private GoNames() {}

  static String of(String jsonName) {
    var special = SPECIAL.get(jsonName);
    return special == null
        ? Character.toUpperCase(jsonName.charAt(0)) + jsonName.substring(1)
        : special;
  }
}
