/// Gets the images that containers need, by their pull policies.
package dev.coxswain.kubelet.images;
