/// Claims and volumes: which nodes they allow, and binding them before their pod.
package dev.coxswain.scheduler.plugins.volumes;
