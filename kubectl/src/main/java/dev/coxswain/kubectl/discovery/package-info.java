/// What the server serves: resources by any of their names, and the paths of their objects.
package dev.coxswain.kubectl.discovery;
