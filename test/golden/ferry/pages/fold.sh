#!/bin/sh
exec quill serve
